/** nt: the descriptor tables and globals the system-call path reads. */
/** At nt+0A018C0h. */
export const TABLES = `
var KeServiceDescriptorTable _KSERVICE_TABLE_DESCRIPTOR
        dq      KiServiceTable, 0, SERVICES, KiArgumentTable
        dq      0, 0, 0, 0
        align   64
var KeServiceDescriptorTableShadow _KSERVICE_TABLE_DESCRIPTOR
        dq      KiServiceTable, 0, SERVICES, KiArgumentTable
        dq      W32pServiceTable, 0, W32SERVICES, W32pArgumentTable
        align   64
var KeServiceDescriptorTableFilter _KSERVICE_TABLE_DESCRIPTOR
        dq      KiServiceTable, 0, SERVICES, KiArgumentTable
        dq      W32pServiceTable, 0, W32SERVICES, W32pArgumentTable
`;
/** At nt+0A51C00h. */
export const GLOBALS = `
export var MmUserProbeAddress
        dq      7FFFFFFF0000h
export var MmHighestUserAddress
        dq      7FFFFFFEFFFFh
var KiDynamicTraceMask
        dq      0
var PerfGlobalGroupMask
        dq      0, 0
        pad     NT+0A51C30h
var KeSmapEnabled
        db      0
var KiKvaShadow
        db      0
var KiBugCheckUnexpectedInterrupts
        db      0
var KiSystemCallSelector
        db      0
        pad     NT+0A51D00h
export var PsInitialSystemProcess
        dq      0
export var PsLoadedModuleList _LIST_ENTRY
        dq      0, 0
var PsActiveProcessHead _LIST_ENTRY
        dq      0, 0
var HalpLocalApic
        dq      APIC
var KiTrackedSystemCalls
        dq      0, 0
var PerfLoggedSystemCalls
        dq      0, 0
export var KiBugCheckData
        dq      0, 0, 0, 0, 0
`;
