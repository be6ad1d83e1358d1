export { compileExamples, type ExampleAnswer, type ExampleResponder } from './compile-examples.ts';
export { type GenerateOptions, generateValue } from './generate-value.ts';
export { type InvalidExample, listInvalidExamples } from './list-invalid-examples.ts';
export { type Preference, parsePrefer } from './parse-prefer.ts';
