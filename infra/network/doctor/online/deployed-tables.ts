import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  paginateListTables,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { heard, known, type Answer } from './answer.ts';

export interface DeployedTable {
  /** Days that can be restored; undefined when nothing can. */
  readonly pitrDays: number | undefined;
  /** The attribute after which items are absent. */
  readonly ttl: string | undefined;
  readonly isProtected: boolean;
}

/** The tables of the account, by their physical names. */
export interface DeployedTables {
  names(): Promise<Answer<readonly string[]>>;
  describe(name: string): Promise<Answer<DeployedTable>>;
}

/** Double. */
export function makeDeployedTables(
  tables: Readonly<Record<string, Answer<DeployedTable>>>,
): DeployedTables {
  return {
    names: async () => known(Object.keys(tables)),
    describe: async (name) =>
      tables[name] ?? known({ pitrDays: undefined, ttl: undefined, isProtected: false }),
  };
}

export function createDeployedTables(client: DynamoDBClient): DeployedTables {
  return {
    names: () =>
      heard(async () => {
        const names: string[] = [];
        for await (const { TableNames = [] } of paginateListTables({ client }, {}))
          names.push(...TableNames);
        return names;
      }),
    describe: (TableName) =>
      heard(async () => {
        const [{ Table }, { ContinuousBackupsDescription }, { TimeToLiveDescription }] =
          await Promise.all([
            client.send(new DescribeTableCommand({ TableName })),
            client.send(new DescribeContinuousBackupsCommand({ TableName })),
            client.send(new DescribeTimeToLiveCommand({ TableName })),
          ]);
        const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
        const isEnabled = TimeToLiveDescription?.TimeToLiveStatus?.startsWith('ENABL') === true;
        return {
          // Older accounts leave the days out: then they are the 35 of AWS.
          pitrDays:
            recovery?.PointInTimeRecoveryStatus === 'ENABLED'
              ? (recovery.RecoveryPeriodInDays ?? 35)
              : undefined,
          ttl: isEnabled ? TimeToLiveDescription.AttributeName : undefined,
          isProtected: Table?.DeletionProtectionEnabled === true,
        };
      }),
  };
}
