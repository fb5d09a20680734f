//! A headless browser driven over its pipe: pages opened, keys pressed, what it asks for and complains of.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// The browser that is installed, if one is.
pub fn browser() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    std::env::split_paths(&folders)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|path| path.is_file())
}

/// What every start of the browser needs: no window, nothing of its own fetched.
pub const QUIETLY: [&str; 7] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
];

/// A key that moves through a page or acts in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// To the next control.
    Tab,
    /// Acts.
    Enter,
    /// Acts, or ticks a box.
    Space,
}

/// A page in a browser.
pub struct Driven {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    n_calls: u64,
    session: Option<String>,
    /// What the browser reported.
    pub events: Vec<Value>,
}

impl Driven {
    /// Opens a page and waits until it is there.
    pub fn open(browser: &Path, page: &Path, folder: &Path) -> Driven {
        // The protocol's pipe is on the descriptors 3 and 4.
        let mut child = Command::new("sh")
            .arg("-c")
            .arg(r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#)
            .arg(browser)
            .args(QUIETLY)
            .arg("--remote-debugging-pipe")
            .arg(format!(
                "--user-data-dir={}",
                folder.join("driven").display()
            ))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the browser starts");
        let to = child.stdin.take().expect("it is piped");
        let from = child.stdout.take().expect("it is piped");
        let mut driven = Driven {
            child,
            to,
            from: BufReader::new(from),
            n_calls: 0,
            session: None,
            events: Vec::new(),
        };
        let target = driven.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = driven.call("Target.attachToTarget", attach);
        driven.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            driven.call(&format!("{domain}.enable"), json!({}));
        }
        let url = format!("file://{}", page.display());
        driven.call("Page.navigate", json!({ "url": url }));
        while !driven
            .events
            .iter()
            .any(|event| event["method"] == "Page.loadEventFired")
        {
            let event = driven.read();
            driven.events.push(event);
        }
        driven
    }

    /// Calls a method of the browser's protocol.
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.n_calls += 1;
        let id = self.n_calls;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        let message = format!("{message}\0");
        self.to
            .write_all(message.as_bytes())
            .expect("the browser listens");
        loop {
            let answer = self.read();
            if answer["id"] != id {
                self.events.push(answer);
                continue;
            }
            assert!(answer["error"].is_null(), "{method}: {answer}");
            return answer["result"].clone();
        }
    }

    fn read(&mut self) -> Value {
        let mut message = Vec::new();
        let length = self.from.read_until(0, &mut message);
        assert!(
            length.is_ok_and(|length| length > 0),
            "the browser went away"
        );
        message.pop();
        serde_json::from_slice(&message).expect("it speaks JSON")
    }

    /// The value of an expression in the page.
    pub fn value(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "returnByValue": true });
        let found = self.call("Runtime.evaluate", params);
        assert!(found["exceptionDetails"].is_null(), "{expression}: {found}");
        found["result"]["value"].clone()
    }

    /// Presses a key and lets it go.
    pub fn press(&mut self, key: Key) {
        let (name, code, number, text) = match key {
            Key::Tab => ("Tab", "Tab", 9, None),
            Key::Enter => ("Enter", "Enter", 13, Some("\r")),
            Key::Space => (" ", "Space", 32, Some(" ")),
        };
        let mut down = json!({
            "type": if text.is_some() { "keyDown" } else { "rawKeyDown" },
            "key": name,
            "code": code,
            "windowsVirtualKeyCode": number,
        });
        if let Some(text) = text {
            down["text"] = text.into();
        }
        let mut up = down.clone();
        up["type"] = "keyUp".into();
        for event in [down, up] {
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// What went wrong in the page so far, and every address that it asked for besides its own.
    pub fn complaints(&self) -> Vec<String> {
        let own = |url: &str| url.starts_with("file://") || url == "about:blank";
        let of = |event: &Value| {
            let params = &event["params"];
            match event["method"].as_str()? {
                "Runtime.exceptionThrown" => Some(params["exceptionDetails"].to_string()),
                "Log.entryAdded" => Some(params["entry"].to_string()),
                "Runtime.consoleAPICalled" => Some(params["args"].to_string()),
                "Network.requestWillBeSent" => {
                    let url = params["request"]["url"].as_str().unwrap_or_default();
                    (!own(url)).then(|| format!("asks for {url}"))
                }
                _ => None,
            }
        };
        self.events.iter().filter_map(of).collect()
    }
}

impl Drop for Driven {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
