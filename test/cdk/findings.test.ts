import { describe, expect, it } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { makeStacks, subjects } from './stacks.ts';

describe.each(subjects)('cdk-nag on %s', (_, inventory) => {
  it('has no finding that is not acknowledged', () => {
    const { app } = makeStacks({ inventory });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    expect(() => app.synth()).not.toThrow();
  });
});

describe('cdk-nag', () => {
  it('would see a careless bucket', () => {
    const { app, stacks } = makeStacks();
    new Bucket(stacks.stateful, 'Careless');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).toThrow('Validation failed');
  });
});
