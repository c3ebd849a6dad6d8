/**
 * Registers hold something that the type cannot mean, such as a BCD digit above 9. The client reports it as a
 * `ReplyError` with the code `malformed`.
 */
export class RegisterContentError extends RangeError {
  override get name(): string {
    return 'RegisterContentError';
  }
}
