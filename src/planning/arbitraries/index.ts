export { arbitrary } from './arbitrary.ts'
export { fastCheck } from './fast-check.ts'
