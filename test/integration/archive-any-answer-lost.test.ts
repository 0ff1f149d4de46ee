import { describeLostAnswers } from '../support/archive/lose-answers.ts';

// Each answer in turn takes minutes: see the long test.
describeLostAnswers(11);
