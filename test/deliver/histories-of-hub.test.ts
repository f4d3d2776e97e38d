import { HEAVY } from "../support/heavy.ts";
import { overTheWire } from "./over-the-wire.ts";

overTheWire("GetFindings", null, HEAVY ? 1_500 : 20);
