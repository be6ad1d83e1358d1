import type { JSX } from 'preact';
import type { Attributes, AttributeValue } from '../../src/api/telemetry.ts';
import { CopyButton } from '../parts/code.tsx';
import { Icon } from '../parts/icon.tsx';
import { JsonView } from '../parts/json-view.tsx';
import { linkTo } from '../router/location.ts';
import { attributeText, groupAttributes } from './group-attributes.ts';

/** Attributes by the group of their convention; each can be copied, and asked for in a list of traces or logs. */
export function AttributeList(props: {
  readonly attributes: Attributes;
  /** Where a value can be searched for. */
  readonly searchIn?: '/traces' | '/logs';
}): JSX.Element {
  return (
    <div class="attribute-groups">
      {groupAttributes(props.attributes).map(({ title, entries }) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl class="attributes">
            {entries.map(([name, value]) => (
              <div key={name} class="attribute">
                <dt>{name}</dt>
                <dd>
                  <Value value={value} />
                  <span class="attribute-actions">
                    {props.searchIn && typeof value !== 'object' && (
                      <a
                        class="button quiet icon-only"
                        href={linkTo(props.searchIn, { attribute: `${name}:${attributeText(value)}` })}
                        aria-label={`Search for ${name}`}
                        title={`Search for ${name} with this value`}
                      >
                        <Icon name="filter" />
                      </a>
                    )}
                    <CopyButton text={() => attributeText(value)} label={`Copy ${name}`} />
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function Value({ value }: { readonly value: AttributeValue }): JSX.Element {
  if (typeof value === 'object' && value !== null) return <JsonView value={value} depth={1} />;
  return <span class={`attribute-value ${typeof value}`}>{attributeText(value)}</span>;
}
