export { type Config, defineConfig, type FromEnvironment, type OperationConfig, type Text } from './config/index.ts'
