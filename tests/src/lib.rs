//! Contract, simulation, journeys and architecture tests.
