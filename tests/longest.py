"""The files of tests that take long, longest first: none of them should begin when all the others are done."""

LONGEST = (
    "tests/flow/test_b1_real_server.py",
    "tests/rounds/test_lease.py",
    "tests/operate/test_encrypted.py",
    "tests/operate/test_rekey.py",
    "tests/security/test_b18_headers.py",
    "tests/flow/test_b1_processes.py",
    "tests/operate/test_deploy.py",
    "tests/operate/test_check.py",
    "tests/retention/test_backup.py",
    "tests/security/test_b4_hidden_states.py",
    "tests/flow/test_b15_soak.py",
    "tests/letters/test_crash.py",
    "tests/letters/test_sending.py",
    "tests/security/test_b9_ballots.py",
    "tests/operate/test_workers.py",
    "tests/flow/test_r8_processes.py",
    "tests/bench/test_wave.py",
    "tests/security/test_b4_pages.py",
    "tests/security/test_b11_logs.py",
    "tests/house/test_stopping.py",
    "tests/demo/test_play.py",
    "tests/flow/test_b2_model.py",
    "tests/personal/test_b4_nobody_elses.py",
    "tests/security/test_b4_hidden.py",
    "tests/operate/test_prepare.py",
    "tests/operate/test_wheel.py",
    "tests/retention/test_live.py",
    "tests/pages/test_addresses.py",
    # With a browser.
    "tests/e2e/test_axe.py",
    "tests/e2e/test_whole_method.py",
    "tests/e2e/test_keyboard.py",
    "tests/e2e/test_personal.py",
    "tests/e2e/test_traject_pages.py",
    "tests/e2e/test_letters.py",
    "tests/e2e/test_meeting.py",
    "tests/e2e/test_look_back.py",
)


def place(test: str) -> int:
    """Where a test stands in the queue, by its id (`file::name`)."""
    file = test.partition("::")[0]
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)
