import { describe, expect, it } from '@jest/globals';
import type { Grant } from '#core/manifest.ts';
import { arrayOf, recordOf } from '../support/records.ts';
