/** An error answer in Google's envelope, thrown by whatever finds a fault with a request. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, canonical: string, message: string, details: readonly object[] = []) {
    super(message);
    this.status = status;
    this.body = {
      error: { code: status, message, status: canonical, ...(details.length > 0 && { details }) },
    };
  }
}

export function refuse(
  status: number,
  canonical: string,
  message: string,
  details: readonly object[] = [],
): never {
  throw new Refusal(status, canonical, message, details);
}

/** The 404 that a retired model, a wrong region and a project without access all get. */
export function notFoundMessage(name: string): string {
  return `Publisher Model \`${name}\` was not found or your project does not have access to it. Please ensure you are using a valid model version. For more information, see: https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions`;
}
