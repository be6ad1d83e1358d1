import type { JSX } from 'preact';
import { services } from '../live/workspace.ts';
import { LinkButton } from '../parts/button.tsx';
import { Select } from '../parts/field.tsx';
import { ViewHead } from '../parts/panel.tsx';
import { linkTo, query, setQuery } from '../router/location.ts';
import type { View, ViewProps } from '../router/view.ts';
import { OfService, ServiceChoice } from '../services/service-choice.tsx';

export const docsView: View = {
  path: '/reference/:service?',
  title: 'Docs',
  component: DocsView,
  navigation: { icon: 'docs', key: 'd' },
};

/** The API reference of a service, made of its contract as it is served. */
function DocsView({ params }: ViewProps): JSX.Element {
  return (
    <OfService params={params} icon="docs">
      {(service) => <DocsOf service={service} />}
    </OfService>
  );
}

function DocsOf({ service }: { readonly service: string }): JSX.Element {
  const viewer = query.value.get('viewer') === 'swagger' ? 'swagger' : undefined;
  const address = linkTo(`/docs/${encodeURIComponent(service)}`, { viewer });
  const { url } = services.value?.find(({ name }) => name === service) ?? {};
  return (
    <>
      <ViewHead
        title="Docs"
        actions={
          <>
            {url !== undefined && <RawLinks url={url} />}
            <LinkButton icon="external" href={address}>
              On a page of its own
            </LinkButton>
          </>
        }
      >
        <ServiceChoice view="/reference" service={service} />
        <Select
          label="Viewer"
          value={viewer ?? ''}
          options={[
            { value: '', title: 'Scalar' },
            { value: 'swagger', title: 'Swagger UI' },
          ]}
          onChange={(chosen) => setQuery({ viewer: chosen })}
        />
      </ViewHead>
      <iframe key={address} class="docs-frame" src={address} title={`API reference of ${service}`} />
    </>
  );
}

function RawLinks({ url }: { readonly url: string }): JSX.Element {
  return (
    <span class="docs-raw">
      {['openapi.json', 'openapi.yaml'].map((file) => (
        <a key={file} class="mono" href={`${url}/${file}`} target="_blank" rel="noreferrer">
          {file}
        </a>
      ))}
    </span>
  );
}
