export {
  type Config,
  defineConfig,
  type FromEnvironment,
  type OperationConfig,
  type Text,
} from '../cli/config/index.ts'
