import type { CodeTable } from '../vendor/codes.ts'

/** Error codes of https://cloud.tencent.com/document/api/382/59177 and https://cloud.tencent.com/document/api/382/52075 (read 2026-11-29) as our settlement. `InternalError` proves nothing. */
export const TENCENT_CODES = {
  'InvalidParameterValue.IncorrectPhoneNumber': 'invalid_number',
  'FailedOperation.ContainSensitiveWord': 'refused',
  'FailedOperation.FailResolvePacket': 'refused',
  'FailedOperation.JsonParseFail': 'refused',
  'FailedOperation.MarketingSendTimeConstraint': 'rate_limited',
  'FailedOperation.MissingSignature': 'refused',
  'FailedOperation.PhoneNumberInBlacklist': 'opted_out',
  'FailedOperation.SignatureIncorrectOrUnapproved': 'refused',
  'FailedOperation.TemplateIncorrectOrUnapproved': 'refused',
  'FailedOperation.TemplateParamSetNotMatchApprovedTemplate': 'refused',
  'FailedOperation.TemplateUnapprovedOrNotExist': 'refused',
  InvalidParameter: 'refused',
  InvalidParameterValue: 'refused',
  MissingParameter: 'refused',
  UnknownParameter: 'refused',
  UnsupportedOperation: 'refused',
  LimitExceeded: 'rate_limited',
  RequestLimitExceeded: 'rate_limited',
  AuthFailure: 'locked_out',
  'FailedOperation.InsufficientBalanceInSmsPackage': 'locked_out',
  'InvalidParameterValue.SdkAppIdNotExist': 'locked_out',
  IpInBlacklist: 'locked_out',
  IpNotInWhitelist: 'locked_out',
  UnauthorizedOperation: 'locked_out',
} as const satisfies CodeTable
