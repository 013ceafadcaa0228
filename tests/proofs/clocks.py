"""Every date of law agrees with an independent count: random rules, places, holidays and pauses.

    script/prove clocks [--trials N]

N random cases of each property in tests/casework/test_clocks_against_oracle.py (10,000 for the
full proof, some five minutes on one core; 500 is the short form). The counting it is compared with
shares no code with casework/clocks.py.
"""

import argparse
import os


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="script/prove clocks", description=__doc__)
    parser.add_argument("--trials", type=int, default=10_000)
    trials = parser.parse_args(arguments).trials
    os.environ["CLOCK_TRIALS"] = str(trials)  # read when the tests are imported
    from tests.casework import test_clocks_against_oracle as properties

    named = [name for name in vars(properties) if name.startswith("test_")]
    for name in named:
        print(f"{name[5:].replace('_', ' ')}: {trials} cases …", flush=True)
        try:
            getattr(properties, name)()
        except Exception as difference:
            print(f"{difference}\nA difference after fewer than {trials} cases: see above.")
            return 1
    print(f"0 differences in {trials * len(named)} random cases")
    return 0
