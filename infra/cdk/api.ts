import { type Stack, CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Network } from '#core/network.ts';
import type { InventoryRoute } from '../inventory/types.ts';
import { constructId } from './construct-id.ts';
import { accessLogGroup, accessLogRetention } from './naming.ts';

/** Requests a second for the whole network: a library system's night batch passes, a flood does not. */
const throttle = { rateLimit: 100, burstLimit: 200 };

/** `routeKey` is the pattern (`GET /v1/patrons/{patronRef}`): no path, query, address or person in the log (GOV-15). */
const accessLog = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTimeEpoch',
    routeKey: '$context.routeKey',
    status: '$context.status',
    latency: '$context.responseLatency',
    authorizerError: '$context.authorizer.error',
    integrationError: '$context.integrationErrorMessage',
  }),
);

/** What passes without a token: the function decides, by the token in the path or by the header of a client. */
const isOpen = ({ permission, byClient }: InventoryRoute) =>
  permission === 'PUBLIC' || byClient === true;

/** The HTTP API: the routes of the inventory, each behind the network's identity provider unless it is open. */
export function createApi(
  stack: Stack,
  args: {
    network: Network;
    routes: readonly InventoryRoute[];
    lambdas: ReadonlyMap<string, Lambda>;
    key: IKey;
  },
): HttpApi {
  const { issuer, audience } = args.network.identity;
  const api = new HttpApi(stack, 'Api', {
    apiName: `discretion-${args.network.id}`,
    createDefaultStage: false,
    defaultAuthorizer: new HttpJwtAuthorizer('Identity', issuer, { jwtAudience: [audience] }),
  });
  createStage(stack, { api, network: args.network, key: args.key });
  const integrations = new Map(
    [...args.lambdas].map(([id, lambda]) => [
      id,
      new HttpLambdaIntegration(constructId(id), lambda, { scopePermissionToRoute: false }),
    ]),
  );
  for (const route of args.routes) {
    const integration = integrations.get(route.target);
    if (!integration)
      throw new Error(`route ${route.id} names the function ${route.target}, which does not exist`);
    api.addRoutes({
      path: route.path,
      methods: [HttpMethod[route.method]],
      integration,
      ...(isOpen(route) && { authorizer: new HttpNoneAuthorizer() }),
    });
  }
  new CfnOutput(stack, 'ApiUrl', { value: api.apiEndpoint });
  return api;
}

function createStage(stack: Stack, args: { api: HttpApi; network: Network; key: IKey }): void {
  const logGroup = new LogGroup(stack, 'AccessLog', {
    logGroupName: accessLogGroup(args.network),
    retention: accessLogRetention,
    encryptionKey: args.key,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  new HttpStage(stack, 'Stage', {
    httpApi: args.api,
    stageName: '$default',
    autoDeploy: true,
    throttle,
    accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: accessLog },
  });
}
