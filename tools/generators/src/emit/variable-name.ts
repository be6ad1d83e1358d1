/** `user-service_ApiKey` → `USER_SERVICE_API_KEY` */
export function variableName(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/[^A-Za-z0-9]+/g, '_');
  return words.toUpperCase();
}
