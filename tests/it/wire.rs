//! Turns calls of every operation of the MusicGPT client into what arrives at a server, byte by byte, and what a server
//! answers into what the caller gets.
//!
//! There is a snapshot for each operation: a call that sets everything there is to set, and one for each other form.
//! That these are all operations and all of their members is checked against the document itself.

mod answers;
mod case;
mod coverage;
mod enhancements;
mod failures;
mod generations;
mod lookups;
mod request;
pub(crate) mod server;
mod utilities;

use case::Case;
use musicgpt_client::types::MusicAiRequest;
use server::Server;

#[tokio::test]
async fn generations_send_what_the_document_says() {
    show(&generations::cases()).await;
}

#[tokio::test]
async fn enhancements_send_what_the_document_says() {
    show(&enhancements::cases()).await;
}

#[tokio::test]
async fn utilities_send_what_the_document_says() {
    show(&utilities::cases()).await;
}

#[tokio::test]
async fn lookups_send_what_the_document_says() {
    show(&lookups::cases()).await;
}

#[tokio::test]
async fn members_that_the_document_lacks_can_be_sent() {
    let mut server = Server::json("{}").await;
    let mut request = MusicAiRequest::new().title("Rain");
    request.extra.insert("tempo".to_owned(), 120.into());
    server.client().music_ai(request).await.expect("the answer fits");
    let sent = request::Request::parse(&server.received().await).show();
    assert!(sent.ends_with("\n\n{\"title\":\"Rain\",\"tempo\":120}"), "{sent}");
}

fn cases() -> impl Iterator<Item = Case> {
    [generations::cases(), enhancements::cases(), utilities::cases(), lookups::cases()].into_iter().flatten()
}

/// Makes a snapshot for each operation, of all its cases.
async fn show(cases: &[Case]) {
    let mut server = Server::json("{}").await;
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for cases in cases.chunk_by(|one, next| one.operation == next.operation) {
        let mut shown = Vec::new();
        for case in cases {
            let request = case.send(&mut server).await;
            shown.push(format!("=== {} ===\n{}", case.variant, request.show()));
        }
        let name = format!("wire__{}", cases[0].operation);
        settings.bind(|| insta::assert_snapshot!(name, shown.join("\n\n")));
    }
}
