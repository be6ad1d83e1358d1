import { matchContentType } from '@brrt/router-core/body';
import type { MediaType } from '@brrt/service-model';

/** What a sender may send, and the media type by which its receiver takes it; undefined: by none. */
export interface SentMedia {
  readonly sent: MediaType;
  readonly taken: MediaType | undefined;
}

/** Each media type of the sender, and what it sends by a range where the receiver has a media type of its own for it. */
export function sentMedia(sender: readonly MediaType[], receiver: readonly MediaType[]): readonly SentMedia[] {
  const within = receiver.flatMap((taken): readonly SentMedia[] => {
    const range = counterpart(taken, sender);
    if (range === undefined || counterpart(range, receiver) === taken) return [];
    return [{ sent: { ...range, mediaType: taken.mediaType }, taken }];
  });
  return [...sender.map((sent) => ({ sent, taken: counterpart(sent, receiver) })), ...within];
}

/** The media type that takes the other one: itself, else a range around it. */
export function counterpart(
  { mediaType }: Pick<MediaType, 'mediaType'>,
  content: readonly MediaType[],
): MediaType | undefined {
  const exact = content.find((media) => media.mediaType.toLowerCase() === mediaType.toLowerCase());
  if (exact !== undefined) return exact;
  const name = matchContentType(
    mediaType,
    content.map((media) => media.mediaType),
  );
  return content.find((media) => media.mediaType === name);
}
