# what: MPTCP, SCTP, DCCP, UDP-Lite, raw, packet, netlink, vsock, alg: past rules that know TCP alone
for family, kind, protocol, name in (
    (2, 1, 262, "MPTCP"), (10, 1, 262, "MPTCP over IPv6"), (2, 1, 132, "SCTP"), (2, 6, 33, "DCCP"), (2, 2, 136, "UDP-Lite"), (2, 3, 1, "raw ICMP"),
    (2, 2, 1, "ping"), (17, 3, 0x0300, "packet"), (16, 3, 0, "route netlink"), (16, 3, 15, "uevent netlink"), (16, 3, 9, "audit netlink"), (40, 1, 0, "vsock"),
    (38, 5, 0, "alg"), (31, 3, 1, "bluetooth"), (44, 3, 0, "xdp"), (43, 1, 0, "smc"), (16, 2, 4, "sock_diag"),
):
    unreachable("socket", family, kind, protocol, why=name)
