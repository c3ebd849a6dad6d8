/** Somebody else's client that is connected, and asks what it is told to. */
export interface Asker {
  /**
   * Asks one question: the unit, the function and its fields as numbers, as in peers/pymodbus_client.py. Answers with the
   * values in a line, with `written`, or with `refused: …`.
   */
  ask(...numbers: number[]): Promise<string>;
  close(): Promise<unknown>;
}

/** What the answers of clients that run inside the tests are told as. */
export async function told(asking: Promise<readonly (number | boolean)[] | string>): Promise<string> {
  try {
    const answer = await asking;
    return typeof answer === 'string' ? answer : answer.map(Number).join(' ');
  } catch (error) {
    return `refused: ${reasonOf(error)}`;
  }
}

function reasonOf(error: unknown): string {
  const { modbusCode, response, message } = error as {
    modbusCode?: number;
    response?: { body?: { code?: number } };
    message?: string;
  };
  return String(modbusCode ?? response?.body?.code ?? message);
}
