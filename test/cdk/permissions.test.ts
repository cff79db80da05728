import { describe, expect, it } from '@jest/globals';
import type { Grant } from '#core/manifest.ts';
import { constructId } from '../../infra/cdk/construct-id.ts';
import type { Inventory, InventoryFunction } from '../../infra/inventory/types.ts';
import { permissionsOf, type Permission } from './permissions.ts';
import { makeStacks, network, subjects } from './stacks.ts';
import { resourcesOf } from './template.ts';

/** Written anew from the words of the manifest, not from the code under test. */
function resourcesOfGrant(grant: Grant, inventory: Inventory): readonly string[] {
  if ('table' in grant) {
    const indexes = Object.keys(
      inventory.tables.find(({ name }) => name === grant.table)?.indexes ?? {},
    );
    const queries = grant.actions.some((action) => action === 'dynamodb:Query');
    return [
      grant.table,
      ...(queries ? indexes.map((index) => `${grant.table}/index/${index}`) : []),
    ];
  }
  if ('key' in grant) return ['VaultKey'];
  if ('queuesOf' in grant) {
    return inventory.functions
      .filter(({ consumes }) => consumes.length > 0)
      .map(({ id }) => constructId(id, 'queue'));
  }
  const ses = 'arn:aws:ses:eu-west-3:AWS::AccountId';
  return grant.send === 'EMAIL'
    ? [`${ses}:identity/SenderDomain`, `${ses}:configuration-set/ConfigurationSet`]
    : ['*'];
}

function expectedGrants(inventory: Inventory): readonly string[] {
  return inventory.functions.flatMap(({ id, grants }) =>
    grants.flatMap((grant) =>
      grant.actions.flatMap((action) =>
        resourcesOfGrant(grant, inventory).map(
          (resource) => `${constructId(id)}Role ${action} ${resource}`,
        ),
      ),
    ),
  );
}

const line = ({ role, action, resource }: Permission) => `${role} ${action} ${resource}`;
const sorted = (lines: Iterable<string>) => [...new Set(lines)].toSorted();
const isScheduler = ({ role }: Permission) => role === 'SchedulerRole';

describe.each(subjects)('the roles of %s', (_, inventory) => {
  const { stacks } = makeStacks({ inventory });
  const permissions = permissionsOf(stacks);
  const sends = (one: InventoryFunction, channel: string) =>
    one.grants.some((grant) => 'send' in grant && grant.send === channel);

  it('hold exactly the grants of the inventory', () => {
    const held = permissions
      .filter(({ policy, effect }) => policy === 'grants' && effect === 'Allow')
      .map(line);
    expect(sorted(held)).toEqual(sorted(expectedGrants(inventory)));
  });

  it('hold beyond them only what running takes: own log, own queue, failures', () => {
    const running = permissions.filter((one) => one.policy === 'running');
    const foreign = running.filter(({ role, resource }) => {
      const own = role.replace(/Role$/u, '');
      return ![`${own}Log`, `${own}Queue`, 'Failures'].includes(resource);
    });
    expect(foreign).toEqual([]);
    expect(
      sorted(running.map(({ action }) => action.replace(/:.*/u, ''))).filter(
        (s) => !['logs', 'sqs'].includes(s),
      ),
    ).toEqual([]);
  });

  it('let the scheduler start the scheduled functions and nothing else', () => {
    const started = permissions.filter(
      (one) => isScheduler(one) && one.action === 'lambda:InvokeFunction',
    );
    expect(sorted(started.map(({ resource }) => resource))).toEqual(
      sorted(inventory.schedules.map(({ target }) => constructId(target))),
    );
    expect(permissions.filter((one) => isScheduler(one) && one.action.includes('*'))).toEqual([]);
  });

  it.each([
    ['EMAIL', 'ses:SendRawEmail'],
    ['SMS', 'sns:Publish'],
  ])('let nobody send by %s without the grant', (channel, action) => {
    const senders = permissions
      .filter((one) => one.action === action && one.effect === 'Allow')
      .map(({ role }) => role);
    const granted = inventory.functions
      .filter((one) => sends(one, channel))
      .map(({ id }) => `${constructId(id)}Role`);
    expect(sorted(senders)).toEqual(sorted(granted));
  });

  it('name every action, and every resource but a phone number', () => {
    expect(permissions.filter(({ action }) => action.includes('*'))).toEqual([]);
    const wild = permissions.filter(
      ({ effect, resource }) => effect === 'Allow' && resource.includes('*'),
    );
    expect(wild.filter(({ action }) => action !== 'sns:Publish')).toEqual([]);
  });

  it('are the only policies: none managed, none attached from elsewhere', () => {
    expect(resourcesOf(stacks, 'AWS::IAM::Policy')).toEqual([]);
    const managed = resourcesOf(stacks, 'AWS::IAM::Role').filter(
      ({ properties }) => 'ManagedPolicyArns' in properties,
    );
    expect(managed).toEqual([]);
  });

  it('are one for each function', () => {
    const roles = resourcesOf(stacks, 'AWS::Lambda::Function').map(({ properties }) =>
      JSON.stringify(properties['Role']),
    );
    expect(new Set(roles).size).toBe(inventory.functions.length);
  });
});

describe('conditions of the grants', () => {
  const kmsKeyArn = 'arn:aws:kms:eu-west-3:111122223333:key/valserine';
  const withOwnKey = {
    ...network,
    communes: network.communes.map((one) => (one.id === 'valserine' ? { ...one, kmsKeyArn } : one)),
  };
  const permissions = permissionsOf(makeStacks({ network: withOwnKey }).stacks);

  it('[GOV-15] bind the network key to the network, its communes and what is the network’s own', () => {
    const condition = permissions.find(({ resource }) => resource === 'VaultKey')?.condition;
    expect(condition).toEqual({
      StringEquals: {
        'kms:EncryptionContext:network': 'pays-de-valserine',
        'kms:EncryptionContext:commune': ['valserine', 'montfort', 'les-essarts', '*'],
      },
    });
  });

  it('[GOV-15] bind the own key of a commune to that commune', () => {
    const condition = permissions.find(({ resource }) => resource === kmsKeyArn)?.condition;
    expect(condition).toEqual({
      StringEquals: {
        'kms:EncryptionContext:network': 'pays-de-valserine',
        'kms:EncryptionContext:commune': ['valserine'],
      },
    });
  });

  it('let e-mail leave only in the name of the sender of the network', () => {
    const conditions = permissions
      .filter(({ action }) => action === 'ses:SendRawEmail')
      .map(({ condition }) => condition);
    expect(conditions).toHaveLength(2);
    for (const condition of conditions) {
      expect(condition).toEqual({
        StringEquals: {
          'ses:FromAddress': 'ne-pas-repondre@bibliotheques.pays-de-valserine.example',
        },
      });
    }
  });

  it('deny every topic to whoever may publish to phone numbers', () => {
    const [denied, ...others] = permissions.filter(({ effect }) => effect === 'Deny');
    expect(denied).toMatchObject({
      role: 'DeliverySendRole',
      action: 'sns:Publish',
      resource: 'arn:aws:sns:*:*:*',
    });
    expect(others).toEqual([]);
  });
});
