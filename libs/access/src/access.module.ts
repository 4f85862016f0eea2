import { Module } from '@nestjs/common';
import { SignIn } from './actions/sign-in.js';
import { Authentication } from './authentication.repository.js';
import { Passwords } from './passwords.js';
import { Sessions } from './sessions.repository.js';

@Module({
  providers: [Authentication, Passwords, Sessions, SignIn],
  exports: [Authentication, Passwords, Sessions, SignIn],
})
export class AccessModule {}
