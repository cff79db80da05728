/** The store, in four parts; a bundle keeps only the commands that its code calls. */
export { connect, type Key, type Store } from './dynamo/store.ts';
export { absent, partition, unchangedSince, type Expression } from './dynamo/expressions.ts';
export {
  getItem,
  getItems,
  getItemsOf,
  keyOf,
  queryAll,
  queryPage,
  queryPages,
  scanPages,
  type Lookup,
} from './dynamo/read.ts';
export {
  deleteItem,
  deleteItems,
  putItem,
  putItems,
  removeAttribute,
  transact,
  updatedItem,
  updateItem,
  type Write,
} from './dynamo/write.ts';
