import { describe, expect, it } from '@jest/globals';
import { CfnResource, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { makeStacks, subjects } from './stacks.ts';

describe.each(subjects)('cdk-nag and the schemas of CloudFormation, on %s', (_, inventory) => {
  it('has no finding that is not acknowledged', () => {
    const { app } = makeStacks({ inventory, validates: true });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    expect(() => app.synth()).not.toThrow();
  });
});

describe('the checks', () => {
  it('would see a property that CloudFormation does not know', () => {
    const { app, stacks } = makeStacks({ validates: true });
    new CfnResource(stacks.stateful, 'Unknown', {
      type: 'AWS::SQS::Queue',
      properties: { Colour: 'blue' },
    });
    expect(() => app.synth()).toThrow('Colour');
  });

  it('would see a careless bucket', () => {
    const { app, stacks } = makeStacks();
    new Bucket(stacks.stateful, 'Careless');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).toThrow('AwsSolutions-S10');
  });
});
