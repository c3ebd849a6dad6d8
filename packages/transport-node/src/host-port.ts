/** `host:port`, with brackets around an IPv6 address. */
export function hostPort(host: string, port: number): string {
  // Only IPv6 addresses have a colon. `isIPv6` of Node would take longer than to connect when it is called first.
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
