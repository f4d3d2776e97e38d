export interface IdentityArn {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** A domain or an address, as it stands in the ARN. */
  readonly name: string;
}

/** Takes `arn:aws:ses:us-east-1:111122223333:identity/example.com` apart; null where it is no such ARN. */
export const parseIdentityArn = (arn: string): IdentityArn | null => {
  const match = /^arn:(aws[a-z-]*):ses:([a-z0-9-]+):(\d{12}):identity\/(.+)$/su.exec(arn);
  const [, partition, region, account, name] = match ?? [];
  return partition === undefined || region === undefined || account === undefined || name === undefined
    ? null
    : { partition, region, account, name };
};
