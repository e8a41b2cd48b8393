//! The command line of the server.

mod verify;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use feltbok_server::{
    Config, FilePlace, Limits, RunningServer, Server, Tls,
    clock::{Clock, Ids, SystemClock},
    logging, password,
};
use feltbok_server_store::{Role, api::NewUser};

#[derive(Parser)]
#[command(name = "feltbok-server", version, about = "Feltbok's server: sync, console and customer page in one program")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves tablets and the console until it is told to stop.
    Serve(ServeArgs),
    /// Makes a user of the console; the password is read from standard input.
    CreateUser(CreateUserArgs),
    /// Says whether a PDF is a work order as it was signed: genuine, superseded, altered or unknown.
    ///
    /// Ends with 0 for genuine, 2 for superseded, 3 for altered, 4 for unknown.
    Verify(VerifyArgs),
    /// Says that the data were put back from a backup: every tablet fetches anew and sends again what is missing.
    Restored(DataArgs),
    /// Copies every company of the embedded database into a PostgreSQL database; stop the server before.
    MoveToPostgres(MoveArgs),
    /// Prints the OpenAPI document of the console's routes, from which the console's types are made.
    Openapi,
}

#[derive(Args)]
struct ServeArgs {
    /// Folder of files and keys, and of the database unless --database names another.
    #[arg(long, env = "FELTBOK_DATA")]
    data: PathBuf,
    /// PostgreSQL database, e.g. postgres://owner@localhost/feltbok.
    #[arg(long, env = "FELTBOK_DATABASE")]
    database: Option<String>,
    /// Bucket for photos and documents instead of the data folder, e.g. s3://feltbok/files.
    ///
    /// Its keys and address come from the variables of S3 tools: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION,
    /// AWS_ENDPOINT.
    #[arg(long, env = "FELTBOK_FILES", value_name = "URL")]
    files: Option<String>,
    #[arg(long, env = "FELTBOK_LISTEN", default_value = "127.0.0.1:8430")]
    listen: SocketAddr,
    /// How tablets and people reach the server, e.g. https://service.example.
    #[arg(long, env = "FELTBOK_PUBLIC_URL")]
    public_url: Option<String>,
    /// Certificate chain as PEM.
    #[arg(long, env = "FELTBOK_TLS_CERT", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Its private key as PEM.
    #[arg(long, env = "FELTBOK_TLS_KEY", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A time stamping authority (RFC 3161) for the receipt of work orders, e.g. http://tsa.example.
    #[arg(long, env = "FELTBOK_TIMESTAMP_URL")]
    timestamp_url: Option<String>,
    /// Lets an admin name a time stamping authority in a private network or on this machine, for their own company.
    #[arg(long, env = "FELTBOK_ALLOW_PRIVATE_TIMESTAMPS")]
    allow_private_timestamps: bool,
}

#[derive(Args)]
struct DataArgs {
    #[arg(long, env = "FELTBOK_DATA")]
    data: PathBuf,
    #[arg(long, env = "FELTBOK_DATABASE")]
    database: Option<String>,
}

#[derive(Args)]
struct MoveArgs {
    /// Folder of the embedded database.
    #[arg(long, env = "FELTBOK_DATA")]
    data: PathBuf,
    /// PostgreSQL database, e.g. postgres://owner@localhost/feltbok.
    #[arg(long, env = "FELTBOK_DATABASE")]
    database: String,
}

#[derive(Args)]
struct CreateUserArgs {
    #[arg(long, env = "FELTBOK_DATA")]
    data: PathBuf,
    #[arg(long, env = "FELTBOK_DATABASE")]
    database: Option<String>,
    #[arg(long)]
    email: String,
    #[arg(long)]
    name: String,
    /// dispatcher, clerk, admin or read_only.
    #[arg(long, value_parser = role)]
    role: Role,
    /// Needed only where the data holds several companies.
    #[arg(long)]
    company: Option<String>,
}

#[derive(Args)]
struct VerifyArgs {
    /// The PDF.
    file: PathBuf,
    /// Folder of the server's data, which knows what was received; without it only the signatures are examined.
    #[arg(long, env = "FELTBOK_DATA", required_unless_present = "root")]
    data: Option<PathBuf>,
    /// A company's root certificate (DER), as `/ca/COMPANY.cer` gives it, for a check without the server's data.
    #[arg(long)]
    root: Vec<PathBuf>,
}

fn role(word: &str) -> Result<Role, String> {
    Role::from_word(word).ok_or_else(|| "one of dispatcher, clerk, admin, read_only".to_owned())
}

#[tokio::main]
async fn main() -> ExitCode {
    feltbok_memory::take_small_pages();
    logging::start();
    let done = match Cli::parse().command {
        Command::Verify(args) => return verify::run(&args.file, args.data.as_deref(), &args.root).await,
        Command::Serve(args) => serve(args).await,
        Command::CreateUser(args) => create_user(args).await,
        Command::Restored(args) => restored(args).await,
        Command::MoveToPostgres(args) => move_to_postgres(args).await,
        Command::Openapi => print_openapi(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("feltbok-server: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(args: ServeArgs) -> anyhow::Result<()> {
    let tls = args.tls_cert.zip(args.tls_key).map(|(certificate, key)| Tls { certificate, key });
    if tls.is_none() && !args.listen.ip().is_loopback() {
        eprintln!("feltbok-server: without --tls-cert only a TLS proxy in front makes this address safe");
    }
    let config = Config {
        data: args.data,
        files: args.files.map(|url| FilePlace::bucket(url, std::env::vars())),
        database: args.database,
        listen: args.listen,
        public_url: args.public_url,
        tls,
        limits: Limits::default(),
        stamping: args.timestamp_url,
        private_stamping: args.allow_private_timestamps,
    };
    let server = Server::start(config).await?;
    first_admin(&server).await?;
    println!("feltbok-server listens at {}", server.url());
    until_told().await;
    server.stop().await;
    Ok(())
}

/// A company without users gets an admin, whose password is shown this once.
async fn first_admin(server: &RunningServer) -> anyhow::Result<()> {
    let app = server.app();
    for (company_id, name) in app.store.companies().await? {
        if app.store.has_users(company_id).await? {
            continue;
        }
        let password = password::random();
        let email = "admin@localhost".to_owned();
        let new = NewUser {
            id: app.ids.next_id(),
            email: email.clone(),
            name: "Admin".to_owned(),
            role: Role::Admin,
            password_hash: password::hash(&password),
        };
        app.store.create_user(company_id, new, app.now()).await?;
        println!("{name}: first admin {email} with password {password}");
    }
    Ok(())
}

async fn create_user(args: CreateUserArgs) -> anyhow::Result<()> {
    let store = Server::store(&Config { database: args.database, ..Config::local(args.data) }).await?;
    let companies = store.companies().await?;
    let company_id = match (&args.company, companies.as_slice()) {
        (None, [(only, _)]) => *only,
        (Some(wanted), all) => match all.iter().find(|(_, name)| name == wanted) {
            Some((id, _)) => *id,
            None => anyhow::bail!("there is no company {wanted:?} in this data"),
        },
        (None, []) => anyhow::bail!("there is no company in this data yet"),
        (None, _) => anyhow::bail!("there are several companies; name one with --company"),
    };
    let mut given = String::new();
    std::io::stdin().read_line(&mut given)?;
    let given = given.trim_end_matches(['\r', '\n']);
    if given.chars().count() < password::PASSWORD_LENGTH_MIN || given.len() > password::PASSWORD_LENGTH_MAX {
        anyhow::bail!("a password has at least {} characters", password::PASSWORD_LENGTH_MIN);
    }
    let user = NewUser {
        id: Ids::new(std::sync::Arc::new(SystemClock)).next_id(),
        email: args.email,
        name: args.name,
        role: args.role,
        password_hash: password::hash(given),
    };
    store.create_user(company_id, user, SystemClock.now()).await?;
    Ok(())
}

async fn restored(args: DataArgs) -> anyhow::Result<()> {
    let store = Server::store(&Config { database: args.database, ..Config::local(args.data) }).await?;
    let ids = Ids::new(std::sync::Arc::new(SystemClock));
    for (company_id, name) in store.companies().await? {
        store.renew_epoch(company_id, ids.next_id(), SystemClock.now()).await?;
        println!("{name}: tablets will compare everything with this state");
    }
    Ok(())
}

async fn move_to_postgres(args: MoveArgs) -> anyhow::Result<()> {
    for moved in Server::transfer(&Config::local(args.data), &args.database).await? {
        println!("{}: {} rows", moved.company, moved.rows);
    }
    println!("From now on, start the server with --database and the same --data.");
    Ok(())
}

fn print_openapi() -> anyhow::Result<()> {
    println!("{}", feltbok_server::console::openapi().to_pretty_json()?);
    Ok(())
}

/// Ctrl-C, or the system's order to end.
async fn until_told() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without signals the process ends by being ended.
    let _ = tokio::signal::ctrl_c().await;
}
