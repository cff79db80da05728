import { describe, expect, it } from '@jest/globals';
import { makeStacks, network, subjects } from './stacks.ts';
import { at, flattener, resourcesOf } from './template.ts';

describe.each(subjects)('sending in %s', (_, inventory) => {
  const { stacks } = makeStacks({ inventory });
  const flatten = flattener(stacks);
  const destinations = resourcesOf(stacks, 'AWS::SES::ConfigurationSetEventDestination');
  const [set, ...otherSets] = resourcesOf(stacks, 'AWS::SES::ConfigurationSet');

  it('[NOT-11] never learns whether a message was opened or a link followed', () => {
    expect(destinations).toHaveLength(1);
    expect(destinations[0]?.properties).toMatchObject({
      EventDestination: {
        MatchingEventTypes: ['send', 'reject', 'bounce', 'complaint', 'deliveryDelay'],
      },
    });
    expect(set?.properties).not.toHaveProperty('TrackingOptions');
    expect(set?.properties).not.toHaveProperty('VdmOptions');
    expect(otherSets).toEqual([]);
  });

  it('[GOV-15] requires TLS, and [RET-18] leaves no address in a list of the account', () => {
    expect(set?.properties).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      SuppressionOptions: { SuppressedReasons: [] },
    });
  });

  it('uses the domain of the sender of the network', () => {
    const identities = resourcesOf(stacks, 'AWS::SES::EmailIdentity').map(
      ({ properties }) => properties['EmailIdentity'],
    );
    expect(identities).toEqual(['bibliotheques.pays-de-valserine.example']);
    expect(network.sender.emailFrom).toContain('@bibliotheques.pays-de-valserine.example>');
  });

  it('brings the answers of the providers to their functions, and keeps those that fail', () => {
    const subscriptions = resourcesOf(stacks, 'AWS::SNS::Subscription').filter(
      // The bell of the break-glass role writes to people.
      ({ properties }) => properties['Protocol'] !== 'email',
    );
    expect(subscriptions).toHaveLength(
      inventory.functions.flatMap(({ receives }) => receives).length,
    );
    for (const { properties } of subscriptions) {
      expect(properties['Protocol']).toBe('lambda');
      expect(flatten(at(properties, 'RedrivePolicy', 'deadLetterTargetArn'))).toBe('Failures');
    }
  });

  it('encrypts its topics', () => {
    for (const { properties } of resourcesOf(stacks, 'AWS::SNS::Topic')) {
      expect(flatten(properties['KmsMasterKeyId'])).toContain('StorageKey');
    }
  });
});
