import type { JsonObject, JsonValue } from '../model/json.ts';

/** One change that an overlay makes (Overlay 1.1 §4.4.3). */
export interface OverlayAction {
  /** As written, for the places of findings. */
  readonly source: JsonObject;
  /** JSONPath (RFC 9535). */
  readonly target: string;
  readonly change: OverlayChange;
}

export type OverlayChange =
  | { readonly kind: 'none' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'update'; readonly value: JsonValue }
  /** `from`: JSONPath of the node to copy. */
  | { readonly kind: 'copy'; readonly from: string };

/** An Overlay Document, checked (Overlay 1.1 §4.4.1). */
export interface Overlay {
  readonly source: JsonObject;
  readonly extends?: string;
  readonly actions: readonly OverlayAction[];
}
