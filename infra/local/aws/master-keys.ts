import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { arnOf } from './account.ts';
import { openFolder } from './folder.ts';

const StoredKey = z.object({ alias: z.string(), material: z.base64() });

export interface MasterKey {
  /** A UUID; the name of its file. */
  readonly id: string;
  readonly arn: string;
  readonly alias: string;
  /** 32 bytes; never leaves this folder and this process. */
  readonly material: Buffer;
}

/** Software master keys, one file each. A file that is gone makes every copy of what it wrapped noise. */
export interface MasterKeys {
  /** The key of this alias (`alias/…`), made if there is none. @returns its ARN */
  declare(alias: string): string;
  /** By id, alias, or the ARN of either. */
  find(name: string): MasterKey | undefined;
  /** @returns whether there was such a key */
  destroy(name: string): boolean;
}

export function openMasterKeys(dataFolder: string): MasterKeys {
  const folder = openFolder(join(dataFolder, 'keys'), StoredKey);
  const keys = new Map<string, MasterKey>();
  const remember = (id: string, { alias, material }: z.infer<typeof StoredKey>): MasterKey => {
    const key = {
      id,
      arn: arnOf('kms', `key/${id}`),
      alias,
      material: Buffer.from(material, 'base64'),
    };
    for (const name of [id, alias, key.arn, arnOf('kms', alias)]) keys.set(name, key);
    return key;
  };
  for (const id of folder.ids()) {
    const stored = folder.read(id);
    if (stored) remember(id, stored);
  }
  return {
    declare(alias) {
      const known = keys.get(alias);
      if (known) return known.arn;
      const id = randomUUID();
      const stored = StoredKey.parse({ alias, material: randomBytes(32).toString('base64') });
      folder.write(id, stored);
      return remember(id, stored).arn;
    },
    find: (name) => keys.get(name),
    destroy(name) {
      const key = keys.get(name);
      if (!key) return false;
      folder.remove(key.id);
      key.material.fill(0);
      for (const one of [key.id, key.alias, key.arn, arnOf('kms', key.alias)]) keys.delete(one);
      return true;
    },
  };
}
