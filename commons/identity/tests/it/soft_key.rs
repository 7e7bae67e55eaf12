//! A passkey in software: the device's part of both ceremonies (WebAuthn Level 3, sections 6.1, 6.5 and 8.7), for tests only.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// One key pair on a device that verifies its user.
pub struct SoftKey {
    key: SigningKey,
    id: Vec<u8>,
    user: String,
    counter: u32,
    /// Whether the device verifies its user.
    pub verifies: bool,
}

const RP: &str = "localhost";
const ORIGIN: &str = "http://localhost:8080";

fn client_data(kind: &str, options: &Value) -> Vec<u8> {
    let challenge = options["publicKey"]["challenge"].as_str().unwrap();
    json!({"type": kind, "challenge": challenge, "origin": ORIGIN, "crossOrigin": false}).to_string().into_bytes()
}

impl SoftKey {
    /// A key from a seed.
    pub fn new(seed: u8) -> SoftKey {
        let key = SigningKey::from_slice(&[seed; 32]).unwrap();
        SoftKey { key, id: vec![seed; 16], user: String::new(), counter: 0, verifies: true }
    }

    fn head(&mut self, flags: u8) -> Vec<u8> {
        self.counter += 1;
        let verified = if self.verifies { 0x04 } else { 0 };
        let mut data = Sha256::digest(RP.as_bytes()).to_vec();
        data.push(0x01 | verified | flags);
        data.extend_from_slice(&self.counter.to_be_bytes());
        data
    }

    /// The answer to the options of a registration.
    pub fn register(&mut self, options: &Value) -> Value {
        assert_eq!(options["publicKey"]["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(options["publicKey"]["authenticatorSelection"]["userVerification"], "required");
        self.user = options["publicKey"]["user"]["id"].as_str().unwrap().to_owned();
        let point = self.key.verifying_key().to_sec1_bytes();
        assert_eq!(point.len(), 65);
        let mut data = self.head(0x40);
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&(self.id.len() as u16).to_be_bytes());
        data.extend_from_slice(&self.id);
        // A COSE key: EC2, ES256, P-256, x, y.
        data.extend_from_slice(&[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend_from_slice(&point[1..33]);
        data.extend_from_slice(&[0x22, 0x58, 0x20]);
        data.extend_from_slice(&point[33..65]);
        let mut object = vec![0xa3, 0x63];
        object.extend_from_slice(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(data.len()).unwrap());
        object.extend_from_slice(&data);
        let mut answer = json!({
            "id": B64.encode(&self.id), "rawId": B64.encode(&self.id), "type": "public-key", "extensions": {"credProps": {"rk": true}},
            "response": {"clientDataJSON": B64.encode(client_data("webauthn.create", options)), "attestationObject": B64.encode(&object), "transports": ["internal"]},
        });
        answer["ticket"] = options["ticket"].clone();
        answer
    }

    /// The answer to the options of a sign-in or a second factor.
    pub fn sign(&mut self, options: &Value) -> Value {
        let client = client_data("webauthn.get", options);
        let data = self.head(0);
        let signed = [data.clone(), Sha256::digest(&client).to_vec()].concat();
        let signature: Signature = self.key.sign(&signed);
        let mut answer = json!({
            "id": B64.encode(&self.id), "rawId": B64.encode(&self.id), "type": "public-key", "extensions": {},
            "response": {"clientDataJSON": B64.encode(&client), "authenticatorData": B64.encode(&data),
                "signature": B64.encode(signature.to_der().as_bytes()), "userHandle": self.user},
        });
        answer["ticket"] = options["ticket"].clone();
        answer
    }
}
