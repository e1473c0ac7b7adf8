//! Requests over loopback to one answer, in threads of their own: the least that a server can do.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// Starts a server that answers everything with this JSON; returns its URL. It ends with the process.
pub(crate) fn answering(json: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        json.len()
    );
    let answer = [head.as_bytes(), json.as_bytes()].concat();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            // A connection that ends is a client that has gone.
            thread::spawn(move || serve(stream, &answer));
        }
    });
    url
}

fn serve(stream: TcpStream, answer: &[u8]) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::with_capacity(256 * 1024, stream.try_clone()?);
    let mut writer = stream;
    while let Some(body) = head(&mut reader)? {
        match body {
            Body::Length(length) => drop(io::copy(&mut reader.by_ref().take(length), &mut io::sink())?),
            Body::Chunked => chunks(&mut reader)?,
        }
        writer.write_all(answer)?;
    }
    Ok(())
}

/// How the body of a request ends.
enum Body {
    Length(u64),
    Chunked,
}

/// Reads the head of a request, if there is another one.
fn head(reader: &mut impl BufRead) -> io::Result<Option<Body>> {
    let (mut line, mut body, mut is_first) = (String::new(), Body::Length(0), true);
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let header = line.trim_end().to_ascii_lowercase();
        if header.is_empty() && !is_first {
            return Ok(Some(body));
        }
        is_first = false;
        if let Some(length) = header.strip_prefix("content-length:") {
            body = Body::Length(length.trim().parse().map_err(io::Error::other)?);
        } else if header.starts_with("transfer-encoding:") {
            body = Body::Chunked;
        }
    }
}

/// Reads a body in chunks to its end.
fn chunks(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let length = u64::from_str_radix(line.trim(), 16).map_err(io::Error::other)?;
        io::copy(&mut reader.by_ref().take(length + 2), &mut io::sink())?;
        if length == 0 {
            return Ok(());
        }
    }
}
