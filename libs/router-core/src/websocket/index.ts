export { toConnection } from '../http/web-socket-connection.ts';
export { breachReason } from './close-reason.ts';
export { type ChannelOwner, MessageChannel } from './message-channel.ts';
export { compileMessages, type MessageCodec, type MessageFault, messageMedia } from './message-codec.ts';
