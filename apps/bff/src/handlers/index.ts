import { passThrough } from '@brrt/router-core';
import type { Context } from '../context.ts';
import type { Handlers } from '../generated/handlers.gen.ts';
import { getDashboard } from './get-dashboard.ts';
import { getMobileDashboard } from './get-mobile-dashboard.ts';

/** Every operation of the contract. What is `fromContract` answers from the contract's examples until a handler is written. */
export const handlers: Handlers<Context> = {
  webPetstoreListPets: passThrough,
  webPetstoreAddPet: passThrough,
  webPetstoreGetPet: passThrough,
  webPetstoreListItems: passThrough,
  webPetstoreStreamEvents: passThrough,
  webPetstoreDownloadFile: passThrough,
  webPetstoreUploadFile: passThrough,
  webUserServiceGetUser: passThrough,
  webUserServiceUpdateUser: passThrough,
  mobilePetstoreListPets: passThrough,
  mobilePetstoreGetPet: passThrough,
  mobilePetstoreDownloadFile: passThrough,
  partnerListArticles: passThrough,
  partnerGetArticle: passThrough,
  getDashboard,
  getWebDashboard: getDashboard,
  getMobileDashboard,
};
