import { HEAVY } from "../support/heavy.ts";
import { overTheWire } from "./over-the-wire.ts";

overTheWire("a ledger in a home region", "us-east-1", HEAVY ? 1_500 : 20);
