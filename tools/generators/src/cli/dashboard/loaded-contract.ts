import type { ServiceConfig } from '@brrt/router-core/config';
import type { SchemaCompiler } from '@brrt/router-core/ports';
import type { ServiceModel } from '@brrt/service-model';
import type { App } from '../app-folder.ts';
import type { ClientCertificate } from './find-client-certificate.ts';

/** The contract of an app, read and ready to be asked. */
export interface LoadedContract {
  readonly app: App;
  readonly model: ServiceModel;
  readonly schemas: SchemaCompiler;
  /** Read again each time: credentials may have changed. Undefined: it has mistakes. */
  readonly config: () => Promise<ServiceConfig | undefined>;
  /** What the console can show to the service; undefined: nothing is configured. */
  readonly certificate: () => Promise<ClientCertificate | undefined>;
}
