/** The far side of an accepted connection. */
export interface PeerInfo {
  /** IPv4 or IPv6; an IPv4 address is never in its IPv6 form. */
  readonly address: string;
  readonly port: number;
}

/** The far side of an accepted TLS connection. What is said of its certificate is absent unless that was verified. */
export interface TlsPeerInfo extends PeerInfo {
  /** The role that its certificate names (Modbus/TCP Security); `undefined` without one. */
  readonly role: string | undefined;
  /** `CN=panel 3\nO=Plant`. */
  readonly subject: string | undefined;
  /** SHA-256 of the certificate, hex digits in pairs with colons. */
  readonly fingerprint: string | undefined;
}
