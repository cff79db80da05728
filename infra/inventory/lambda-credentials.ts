/**
 * What takes the place of the SDK's chain of credential providers in a bundle: Lambda always hands the role over in
 * the environment, and the chain (SSO, profiles, instance metadata…) is a tenth of every bundle.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
