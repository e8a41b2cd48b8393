//! Feltbok's server: sync for tablets, the dispatcher's console, the customer's page.
