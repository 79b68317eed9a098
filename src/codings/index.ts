export { type Decoded, decodeBody } from './decode-body.ts'
