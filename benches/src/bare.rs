//! The bare limit of reads: the framework of the service and nothing else, answering with the bytes and headers that
//! the service gave. It knows nothing of plans.

use std::{fs, path::Path};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    http::{StatusCode, header::HeaderMap},
    web,
};
use anyhow::{Context, Result};

/// An answer that is given again.
#[derive(Clone)]
struct Kept {
    status: StatusCode,
    headers: HeaderMap,
    body: web::Bytes,
}

/// Headers that the framework writes by itself.
const WRITTEN_BY_THE_SERVER: [&str; 4] = ["content-length", "date", "connection", "transfer-encoding"];

/// Writes an answer where [`serve`] finds it.
pub fn keep(folder: &Path, name: &str, head: &str, body: &[u8]) -> Result<()> {
    fs::write(folder.join(format!("{name}.head")), head)?;
    Ok(fs::write(folder.join(format!("{name}.body")), body)?)
}

fn kept(folder: &Path, name: &str) -> Result<Kept> {
    let head = fs::read_to_string(folder.join(format!("{name}.head")))?;
    let body = fs::read(folder.join(format!("{name}.body")))?;
    let mut headers = HeaderMap::new();
    for line in head.split("\r\n").skip(1) {
        let Some((key, value)) = line.split_once(": ") else { continue };
        if !WRITTEN_BY_THE_SERVER.contains(&key.to_ascii_lowercase().as_str()) {
            headers.append(key.parse()?, value.parse()?);
        }
    }
    let status = head.get(9..12).context("no status")?.parse()?;
    Ok(Kept { status, headers, body: body.into() })
}

/// Serves the answers of a folder at their names, on one thread, and prints the address.
pub fn serve(folder: &Path) -> Result<()> {
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().into_string().unwrap_or_default();
        names.extend(name.strip_suffix(".head").map(str::to_owned));
    }
    let answers =
        names.iter().map(|name| Ok((name.clone(), kept(folder, name)?))).collect::<Result<Vec<_>>>()?;
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || {
            let mut app = App::new();
            for (name, kept) in &answers {
                let kept = kept.clone();
                let answer = move |_: HttpRequest| {
                    let mut response = HttpResponse::new(kept.status);
                    *response.headers_mut() = kept.headers.clone();
                    let response = response.set_body(kept.body.clone());
                    async move { response }
                };
                app = app.route(&format!("/{name}"), web::get().to(answer));
            }
            app
        })
        .workers(1)
        .bind("127.0.0.1:0")?;
        for address in server.addrs() {
            println!("{address}");
        }
        server.run().await?;
        Ok(())
    })
}
