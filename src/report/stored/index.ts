export { type StoredKind, storedReader } from './stored-reader.ts'
