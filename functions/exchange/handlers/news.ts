import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { newsOperations } from '../api/news.ts';
import { createNewsDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) =>
  httpFunction(runtime, {
    manifest,
    function: 'news',
    operations: newsOperations(createNewsDeps(runtime)),
  });
