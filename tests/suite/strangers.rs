//! What a scenario from a stranger may read of a machine, and what of it is shown.

use crate::cli::{folder, stderr, text};

#[test]
fn files_of_strangers_are_not_read_and_never_quoted() {
    let place = folder();
    let root = place.path();
    for (name, text) in [
        ("secret.txt", "user = hunter2\n"),
        ("all/outside/s.txt", "password\nhunter2\nhunter2\n"),
        ("all/outside/keys.toml", "[token]\nvalue = \"hunter2\"\n"),
        ("all/outside/d.csv", "hunter2\nhunter2\n"),
    ] {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        std::fs::write(path, text).expect("it can be written");
    }
    let own = root.join("all/own");
    std::fs::create_dir_all(&own).expect("it can be made");
    let step = "[[step]]\nid = 's'\nlimit_days = 3\n";
    let queue = "horizon = { terminating = { days = 5 } }\n[[agency]]\nid = 'g'\nofficers = 1\n[[step]]\nid = 's'\nagency = 'g'\neffort = { fixed = { days = 1 } }\nlimit_days = 3\n";
    for (scenario, said) in [
        (
            format!("id = 'a'\nextends = '../../secret.txt'\n{step}"),
            "lies outside of what may be read",
        ),
        (
            format!("id = 'a'\nextends = '../../missing.toml'\n{step}"),
            "lies outside of what may be read",
        ),
        (
            format!("id = 'a'\nextends = '../outside/s.txt'\n{step}"),
            "is no catalogue",
        ),
        (
            format!("id = 'a'\nextends = '../outside/keys.toml'\n{step}"),
            "is no catalogue",
        ),
        (
            format!(
                "id = 'a'\n{step}duration = {{ empirical = {{ file = '../outside/s.txt' }} }}\n"
            ),
            "is no number",
        ),
        (
            format!(
                "id = 'a'\n{step}duration = {{ empirical = {{ file = '../../secret.txt' }} }}\n"
            ),
            "lies outside",
        ),
        (
            format!("id = 'a'\n[arrivals]\nprocess = {{ recorded = '../outside/d.csv' }}\n{queue}"),
            "does not begin with a date",
        ),
    ] {
        let path = own.join("a.toml");
        std::fs::write(&path, &scenario).expect("it can be written");
        let shown = crate::redtape(&["check", text(&path)]);
        let told = stderr(&shown);
        assert_eq!(shown.status.code(), Some(1), "{scenario}");
        assert!(told.contains(said) && !told.contains("hunter2"), "{told}");
    }
    // Whoever trusts a file says so.
    std::fs::write(root.join("catalogue.toml"), "[[agency]]\nid = 'g'\n")
        .expect("it can be written");
    let path = own.join("a.toml");
    std::fs::write(
        &path,
        format!("id = 'a'\nextends = '../../catalogue.toml'\n{step}"),
    )
    .expect("it can be written");
    assert_eq!(
        crate::redtape(&["check", text(&path)]).status.code(),
        Some(1)
    );
    assert_eq!(
        crate::redtape(&["check", text(&path), "--allow-outside"])
            .status
            .code(),
        Some(0)
    );
}
