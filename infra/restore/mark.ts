import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

/** Where the tables of a network lie. */
export interface Place {
  readonly client: DynamoDBClient;
  /** Of the physical names: `dsc-1a2b3c-`. */
  readonly prefix: string;
}

/** A restore that has begun: until it is lifted nothing is served (RET-20). */
export interface Mark {
  readonly tables: readonly string[];
}

/** In a key table, which is never restored itself. */
const key = { pk: { S: 'NETWORK' }, sk: { S: 'RESTORE' } };
const nameOf = ({ prefix }: Place) => `${prefix}SubjectKeys`;

export async function readMark(place: Place): Promise<Mark | undefined> {
  const { Item } = await place.client.send(
    new GetItemCommand({ TableName: nameOf(place), Key: key, ConsistentRead: true }),
  );
  return Item && { tables: Item['tables']?.SS ?? [] };
}

/** Adds to what a restore that was killed had begun with: no table of it is forgotten. */
export async function setMark(place: Place, { tables }: Mark): Promise<void> {
  const begun = (await readMark(place))?.tables ?? [];
  const Item = { ...key, tables: { SS: [...new Set([...begun, ...tables])] } };
  await place.client.send(new PutItemCommand({ TableName: nameOf(place), Item }));
}

export async function liftMark(place: Place): Promise<void> {
  await place.client.send(new DeleteItemCommand({ TableName: nameOf(place), Key: key }));
}
