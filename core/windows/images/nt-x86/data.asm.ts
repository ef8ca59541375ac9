/** nt on x86: the descriptor tables and globals the system-call path reads. */
export const DATA = `
export var KeServiceDescriptorTable _KSERVICE_TABLE_DESCRIPTOR
        dd      KiServiceTable, 0, SERVICES, KiArgumentTable
        dd      0, 0, 0, 0
        dd      0, 0, 0, 0
        dd      0, 0, 0, 0
var KeServiceDescriptorTableShadow _KSERVICE_TABLE_DESCRIPTOR
        dd      KiServiceTable, 0, SERVICES, KiArgumentTable
        dd      W32pServiceTable, 0, W32SERVICES, W32pArgumentTable
        dd      0, 0, 0, 0
        dd      0, 0, 0, 0
export var MmUserProbeAddress
        dd      7FFF0000h
export var MmHighestUserAddress
        dd      7FFEFFFFh
var KeGdiFlushUserBatch
        dd      KeFlushUserBatch
var KiBugCheckData
        dd      0, 0, 0, 0, 0
export var PsInitialSystemProcess
        dd      0
export var PsLoadedModuleList _LIST_ENTRY
        dd      0, 0
var PsActiveProcessHead _LIST_ENTRY
        dd      0, 0
`;
