/** Another user has the e-mail address, in whatever case. */
export class EmailTakenError extends Error {
  override readonly name = 'EmailTakenError';
  constructor(options?: ErrorOptions) {
    super('Another user has this e-mail address', options);
  }
}
