import { compareVersions } from "../standards/compare-versions.ts";

/** A program that burrow can fetch for itself: one version, and the SHA-256 (hex) of every wheel of it, whatever the platform. */
export interface Pinned {
  readonly name: string;
  readonly version: string;
  readonly sha256: readonly string[];
}

/** uv, as its index lists it: all platforms. */
export const PINNED_UV: Pinned = {
  name: "uv",
  version: "0.13.8",
  sha256: [
    "0ec33661a14e38dea8dfb18167d2a4a5c7fe3d476c62dd8eb6acf5f378727201", // py3-none-linux_armv6l
    "b7124ca1956ec2e476a1003ea5715a15f0266afaec37f4dc9c6972ba8183e6d1", // py3-none-macosx_10_12_x86_64
    "62b6943c7fd64fac6854f780bea6e0359e5a5bc3241f83ee357bb38276afac49", // py3-none-macosx_11_0_arm64
    "0b3e8b1a4f5e405e31e2ff33de8af4744831e9f7338539671efbd8c3c94e791d", // py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64
    "9cf0b7b12f13da6ab1c85694ab618d97a2bbd0c904cdea7f0172fb1dd768b9d5", // py3-none-manylinux_2_17_armv7l.manylinux2014_armv7l.musllinux_1_1_armv7l
    "86f1319f851e645bc295bb921e6be19beae7e69216c75ae809010ca7817393aa", // py3-none-manylinux_2_17_armv7l.manylinux2014_armv7l
    "5ace7ec339798aca31be51a75fa7c1544fe84e02fadd17a9fa3324813bbaf237", // py3-none-manylinux_2_17_i686.manylinux2014_i686
    "6999618363d03a0a085a9491db319e00b461dbda205db06ef1fd55dfcbf6472b", // py3-none-manylinux_2_17_ppc64le.manylinux2014_ppc64le
    "13050c64530a1ccfc223af0306a8152d41c0d36ea63bc19161221ca65dfe480a", // py3-none-manylinux_2_17_s390x.manylinux2014_s390x
    "e18a57b8b352eb7c8feb317b9f6f533c8f0ad9673fd6cf34bbe3cf1a9f6a8984", // py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64
    "5337c30bb893b4f9ce0ceb921ba2da0d13f649da644f40ad3bef84083bef0203", // py3-none-manylinux_2_28_aarch64
    "bfcaada3989c7716ad4b58673cd1413fad4fdc6b2e446f9553db0ef18da20850", // py3-none-manylinux_2_31_riscv64.musllinux_1_1_riscv64
    "b26fe533dc6153787e40443b7d9428ed41349127bff36a954ec82c48be01ded9", // py3-none-manylinux_2_31_riscv64
    "63d807451e63c8d21b1b33c945af16438ac9d8ffddc59b31ce69c692135891f5", // py3-none-musllinux_1_1_i686
    "29451c60f5e8b07403e0a175d5229efc36b0289b34143ff4aaa499a5dd52553a", // py3-none-musllinux_1_1_x86_64
    "87614f62b09e3571593ffe01bf2e1dccb8df928a8423324dba80c6d0e33060eb", // py3-none-win32
    "cfbc13020a64cdf2f116d2936824c38edbf41e5c07f1ea291baf02e31ebf3ed0", // py3-none-win_amd64
    "b4184029b1b7c54409b9cd4372c73a36ef9c2d1d7cf3b0aca59c8b1932f041dc", // py3-none-win_arm64
  ],
};

/** pip: one wheel for every platform, itself a program. */
export const PINNED_PIP: Pinned = {
  name: "pip",
  version: "26.3",
  sha256: ["f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"],
};

/** The last pip for Python 3.8 and 3.9, which later ones do not run on. */
export const PINNED_PIP_FOR_OLD: Pinned = {
  name: "pip",
  version: "25.0.1",
  sha256: ["c46efd13b6aa8279f33f2864459c8ce587ea6a1a59ee20de055868d8f7688f7f"],
};

/** The pip that runs on a Python of that version (PEP 440 text). */
export function pinnedPipFor(python: string): Pinned {
  return compareVersions(python, "3.10") < 0 ? PINNED_PIP_FOR_OLD : PINNED_PIP;
}

/** py-rattler, as its index lists it: all platforms. One wheel serves every CPython from 3.10 on. */
export const PINNED_RATTLER: Pinned = {
  name: "py-rattler",
  version: "0.28.0",
  sha256: [
    "d26db63e41e6efaff75c3d89040b2c78b4887be8e782dff281fb426835308b2b", // cp310-abi3-macosx_10_12_x86_64.macosx_11_0_arm64.macosx_10_12_universal2
    "6a0312ba34d4e709fe5f20df6de617b9a4cd1e9293f2c8eaad2fb9c699a26746", // cp310-abi3-macosx_10_12_x86_64
    "d25e3eb18127571757f5d9ad7ccd2c2c24aaac5575b28a9cab6463997357a4eb", // cp310-abi3-manylinux_2_17_i686.manylinux2014_i686
    "be4b243c1ae8b8009b0d265de8432e59b057639dd48cce2d0f7a445e9f4d271d", // cp310-abi3-manylinux_2_17_ppc64.manylinux2014_ppc64
    "4f4ab1d34d5394e7ce130a86e59009c95ace4f5757d9c3af04de1351bcea47eb", // cp310-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64
    "61b24202374188e72130f1b3dc63b455befaafc3e49e5481a38b6a6c8828c1e0", // cp310-abi3-manylinux_2_28_aarch64
    "d990d0bd3d2259332d26b96848b522dfc67b0e308a3dce565d08de79b56e531b", // cp310-abi3-manylinux_2_28_armv7l
    "595e415bc27f01bd95cc3c03138c0dc4087d57d8db2e80c72ca0063ee66c01b8", // cp310-abi3-manylinux_2_28_ppc64le
    "31c6770fc2294855488532b015bc051ac3e785c30c46ddea29ea82f6b7b55876", // cp310-abi3-manylinux_2_31_riscv64
    "6218478af88d45ac1e08e605ede4f67bbe4ffbbbb40b5e32622a4746f98fe331", // cp310-abi3-musllinux_1_2_aarch64
    "f08d164065b8b6b7053006b8459af5602f89494b57d4b7404e6281cef2cbb18a", // cp310-abi3-musllinux_1_2_armv7l
    "bc18e46ed1b7bd72aa3ce48e0cc6582f48d540f956a96e4d6c63edd7373b746b", // cp310-abi3-musllinux_1_2_i686
    "d707bffcf2cf9a0593fb6fb753f3df0c4a9eb2990e61d1748016a32e54a7028d", // cp310-abi3-musllinux_1_2_riscv64
    "1c566fb1b0fc3d0d892b7ba021d6863aaff1f476c245178a07f560729aa7ecdb", // cp310-abi3-musllinux_1_2_x86_64
    "acf5761d639b9a5b0cda990fdf131ae5e97d09f29fab4a144c32285c77275892", // cp310-abi3-win32
    "6108ea83ba3d2a2637afa45cf655d0b3ae0a4ab1106dde84de2da8c08b1e16df", // cp310-abi3-win_amd64
    "81cef9b72c334c54442135badfedaf2db18622c37fe18d0261a52ee4a54c0fd4", // cp310-abi3-win_arm64
  ],
};
