import type { AuthorizersOf } from '@brrt/router-core';
import type { Context } from './context.ts';
import type { Handlers } from './generated/handlers.gen.ts';

/** Callers are applications with a key, which act for every user. */
export const authorize: AuthorizersOf<Handlers<Context>> = {
  getDashboard: 'allow',
  getWebDashboard: 'allow',
  getMobileDashboard: 'allow',
  webPetstoreGetPet: 'allow',
  webPetstoreDownloadFile: 'allow',
  webUserServiceGetUser: 'allow',
  webUserServiceUpdateUser: 'allow',
  mobilePetstoreGetPet: 'allow',
  mobilePetstoreDownloadFile: 'allow',
  partnerGetArticle: 'allow',
};
