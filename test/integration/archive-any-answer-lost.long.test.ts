import { jest } from '@jest/globals';

import { describeLostAnswers } from '../support/archive/lose-answers.ts';

jest.setTimeout(1_200_000);

describeLostAnswers(1);
