import type { Source } from './contract.ts'

/** A place of a document as one text: `openapi.yaml#/paths/~1users/get`. */
export const addressOf = ({ file, pointer }: Source): string => `${file}#${pointer}`
