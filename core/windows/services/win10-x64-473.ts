/** System services of Windows 10 21H2 and 22H2 x64 in number order, with the number of arguments; win32k is that of the 19041 family. */
export const NT_SERVICES = `
  NtAccessCheck:8 NtWorkerFactoryWorkerReady:1 NtAcceptConnectPort:6 NtMapUserPhysicalPagesScatter:3 NtWaitForSingleObject:3
  NtCallbackReturn:3 NtReadFile:9 NtDeviceIoControlFile:10 NtWriteFile:9 NtRemoveIoCompletion:5 NtReleaseSemaphore:3
  NtReplyWaitReceivePort:4 NtReplyPort:2 NtSetInformationThread:4 NtSetEvent:2 NtClose:1 NtQueryObject:5 NtQueryInformationFile:5
  NtOpenKey:3 NtEnumerateValueKey:6 NtFindAtom:3 NtQueryDefaultLocale:2 NtQueryKey:5 NtQueryValueKey:6 NtAllocateVirtualMemory:6
  NtQueryInformationProcess:5 NtWaitForMultipleObjects32:5 NtWriteFileGather:9 NtSetInformationProcess:4 NtCreateKey:7
  NtFreeVirtualMemory:4 NtImpersonateClientOfPort:2 NtReleaseMutant:2 NtQueryInformationToken:5 NtRequestWaitReplyPort:3
  NtQueryVirtualMemory:6 NtOpenThreadToken:4 NtQueryInformationThread:5 NtOpenProcess:4 NtSetInformationFile:5 NtMapViewOfSection:10
  NtAccessCheckAndAuditAlarm:11 NtUnmapViewOfSection:2 NtReplyWaitReceivePortEx:5 NtTerminateProcess:2 NtSetEventBoostPriority:1
  NtReadFileScatter:9 NtOpenThreadTokenEx:5 NtOpenProcessTokenEx:4 NtQueryPerformanceCounter:2 NtEnumerateKey:6 NtOpenFile:6
  NtDelayExecution:2 NtQueryDirectoryFile:11 NtQuerySystemInformation:4 NtOpenSection:3 NtQueryTimer:5 NtFsControlFile:10
  NtWriteVirtualMemory:5 NtCloseObjectAuditAlarm:3 NtDuplicateObject:7 NtQueryAttributesFile:2 NtClearEvent:1 NtReadVirtualMemory:5
  NtOpenEvent:3 NtAdjustPrivilegesToken:6 NtDuplicateToken:6 NtContinue:2 NtQueryDefaultUILanguage:1 NtQueueApcThread:5
  NtYieldExecution:0 NtAddAtom:3 NtCreateEvent:5 NtQueryVolumeInformationFile:5 NtCreateSection:7 NtFlushBuffersFile:2
  NtApphelpCacheControl:2 NtCreateProcessEx:9 NtCreateThread:8 NtIsProcessInJob:2 NtProtectVirtualMemory:5 NtQuerySection:5
  NtResumeThread:2 NtTerminateThread:2 NtReadRequestData:6 NtCreateFile:11 NtQueryEvent:5 NtWriteRequestData:6 NtOpenDirectoryObject:3
  NtAccessCheckByTypeAndAuditAlarm:16 NtQuerySystemTime:1 NtWaitForMultipleObjects:5 NtSetInformationObject:4 NtCancelIoFile:2
  NtTraceEvent:4 NtPowerInformation:5 NtSetValueKey:6 NtCancelTimer:2 NtSetTimer:7 NtAccessCheckByType:11
  NtAccessCheckByTypeResultList:11 NtAccessCheckByTypeResultListAndAuditAlarm:16 NtAccessCheckByTypeResultListAndAuditAlarmByHandle:17
  NtAcquireCrossVmMutant:2 NtAcquireProcessActivityReference:3 NtAddAtomEx:4 NtAddBootEntry:2 NtAddDriverEntry:2 NtAdjustGroupsToken:6
  NtAdjustTokenClaimsAndDeviceGroups:16 NtAlertResumeThread:2 NtAlertThread:1 NtAlertThreadByThreadId:1 NtAllocateLocallyUniqueId:1
  NtAllocateReserveObject:3 NtAllocateUserPhysicalPages:3 NtAllocateUserPhysicalPagesEx:5 NtAllocateUuids:4 NtAllocateVirtualMemoryEx:7
  NtAlpcAcceptConnectPort:9 NtAlpcCancelMessage:3 NtAlpcConnectPort:11 NtAlpcConnectPortEx:11 NtAlpcCreatePort:3
  NtAlpcCreatePortSection:6 NtAlpcCreateResourceReserve:4 NtAlpcCreateSectionView:3 NtAlpcCreateSecurityContext:3
  NtAlpcDeletePortSection:3 NtAlpcDeleteResourceReserve:3 NtAlpcDeleteSectionView:3 NtAlpcDeleteSecurityContext:3 NtAlpcDisconnectPort:2
  NtAlpcImpersonateClientContainerOfPort:3 NtAlpcImpersonateClientOfPort:3 NtAlpcOpenSenderProcess:6 NtAlpcOpenSenderThread:6
  NtAlpcQueryInformation:5 NtAlpcQueryInformationMessage:6 NtAlpcRevokeSecurityContext:3 NtAlpcSendWaitReceivePort:8
  NtAlpcSetInformation:4 NtAreMappedFilesTheSame:2 NtAssignProcessToJobObject:2 NtAssociateWaitCompletionPacket:8 NtCallEnclave:4
  NtCancelIoFileEx:3 NtCancelSynchronousIoFile:3 NtCancelTimer2:2 NtCancelWaitCompletionPacket:2 NtCommitComplete:2 NtCommitEnlistment:2
  NtCommitRegistryTransaction:2 NtCommitTransaction:2 NtCompactKeys:2 NtCompareObjects:2 NtCompareSigningLevels:2 NtCompareTokens:3
  NtCompleteConnectPort:1 NtCompressKey:1 NtConnectPort:8 NtContinueEx:2 NtConvertBetweenAuxiliaryCounterAndPerformanceCounter:4
  NtCopyFileChunk:10 NtCreateCrossVmEvent:6 NtCreateCrossVmMutant:6 NtCreateDebugObject:4 NtCreateDirectoryObject:3
  NtCreateDirectoryObjectEx:5 NtCreateEnclave:9 NtCreateEnlistment:8 NtCreateEventPair:3 NtCreateIRTimer:3 NtCreateIoCompletion:4
  NtCreateJobObject:3 NtCreateJobSet:3 NtCreateKeyTransacted:8 NtCreateKeyedEvent:4 NtCreateLowBoxToken:9 NtCreateMailslotFile:8
  NtCreateMutant:4 NtCreateNamedPipeFile:14 NtCreatePagingFile:4 NtCreatePartition:5 NtCreatePort:5 NtCreatePrivateNamespace:4
  NtCreateProcess:8 NtCreateProfile:9 NtCreateProfileEx:10 NtCreateRegistryTransaction:4 NtCreateResourceManager:7 NtCreateSectionEx:9
  NtCreateSemaphore:5 NtCreateSymbolicLinkObject:4 NtCreateThreadEx:11 NtCreateTimer:4 NtCreateTimer2:5 NtCreateToken:13
  NtCreateTokenEx:17 NtCreateTransaction:10 NtCreateTransactionManager:6 NtCreateUserProcess:11 NtCreateWaitCompletionPacket:3
  NtCreateWaitablePort:5 NtCreateWnfStateName:7 NtCreateWorkerFactory:10 NtDebugActiveProcess:2 NtDebugContinue:3 NtDeleteAtom:1
  NtDeleteBootEntry:1 NtDeleteDriverEntry:1 NtDeleteFile:1 NtDeleteKey:1 NtDeleteObjectAuditAlarm:3 NtDeletePrivateNamespace:1
  NtDeleteValueKey:2 NtDeleteWnfStateData:2 NtDeleteWnfStateName:1 NtDirectGraphicsCall:5 NtDisableLastKnownGood:0 NtDisplayString:1
  NtDrawText:1 NtEnableLastKnownGood:0 NtEnumerateBootEntries:2 NtEnumerateDriverEntries:2 NtEnumerateSystemEnvironmentValuesEx:3
  NtEnumerateTransactionObject:5 NtExtendSection:2 NtFilterBootOption:5 NtFilterToken:6 NtFilterTokenEx:14 NtFlushBuffersFileEx:5
  NtFlushInstallUILanguage:2 NtFlushInstructionCache:3 NtFlushKey:1 NtFlushProcessWriteBuffers:0 NtFlushVirtualMemory:4
  NtFlushWriteBuffer:0 NtFreeUserPhysicalPages:3 NtFreezeRegistry:1 NtFreezeTransactions:2 NtGetCachedSigningLevel:6
  NtGetCompleteWnfStateSubscription:6 NtGetContextThread:2 NtGetCurrentProcessorNumber:0 NtGetCurrentProcessorNumberEx:1
  NtGetDevicePowerState:2 NtGetMUIRegistryInfo:3 NtGetNextProcess:5 NtGetNextThread:6 NtGetNlsSectionPtr:5
  NtGetNotificationResourceManager:7 NtGetWriteWatch:7 NtImpersonateAnonymousToken:1 NtImpersonateThread:3 NtInitializeEnclave:5
  NtInitializeNlsFiles:4 NtInitializeRegistry:1 NtInitiatePowerAction:4 NtIsSystemResumeAutomatic:0 NtIsUILanguageComitted:0
  NtListenPort:2 NtLoadDriver:1 NtLoadEnclaveData:9 NtLoadKey:2 NtLoadKey2:3 NtLoadKeyEx:8 NtLockFile:10 NtLockProductActivationKeys:2
  NtLockRegistryKey:1 NtLockVirtualMemory:4 NtMakePermanentObject:1 NtMakeTemporaryObject:1 NtManageHotPatch:4 NtManagePartition:5
  NtMapCMFModule:6 NtMapUserPhysicalPages:3 NtMapViewOfSectionEx:9 NtModifyBootEntry:1 NtModifyDriverEntry:1
  NtNotifyChangeDirectoryFile:9 NtNotifyChangeDirectoryFileEx:10 NtNotifyChangeKey:10 NtNotifyChangeMultipleKeys:12
  NtNotifyChangeSession:8 NtOpenEnlistment:5 NtOpenEventPair:3 NtOpenIoCompletion:3 NtOpenJobObject:3 NtOpenKeyEx:4
  NtOpenKeyTransacted:4 NtOpenKeyTransactedEx:5 NtOpenKeyedEvent:3 NtOpenMutant:3 NtOpenObjectAuditAlarm:12 NtOpenPartition:3
  NtOpenPrivateNamespace:4 NtOpenProcessToken:3 NtOpenRegistryTransaction:3 NtOpenResourceManager:5 NtOpenSemaphore:3 NtOpenSession:3
  NtOpenSymbolicLinkObject:3 NtOpenThread:4 NtOpenTimer:3 NtOpenTransaction:5 NtOpenTransactionManager:6 NtPlugPlayControl:3
  NtPrePrepareComplete:2 NtPrePrepareEnlistment:2 NtPrepareComplete:2 NtPrepareEnlistment:2 NtPrivilegeCheck:3
  NtPrivilegeObjectAuditAlarm:6 NtPrivilegedServiceAuditAlarm:5 NtPropagationComplete:4 NtPropagationFailed:3 NtPssCaptureVaSpaceBulk:5
  NtPulseEvent:2 NtQueryAuxiliaryCounterFrequency:1 NtQueryBootEntryOrder:2 NtQueryBootOptions:2 NtQueryDebugFilterState:2
  NtQueryDirectoryFileEx:10 NtQueryDirectoryObject:7 NtQueryDriverEntryOrder:2 NtQueryEaFile:9 NtQueryFullAttributesFile:2
  NtQueryInformationAtom:5 NtQueryInformationByName:5 NtQueryInformationEnlistment:5 NtQueryInformationJobObject:5
  NtQueryInformationPort:5 NtQueryInformationResourceManager:5 NtQueryInformationTransaction:5 NtQueryInformationTransactionManager:5
  NtQueryInformationWorkerFactory:5 NtQueryInstallUILanguage:1 NtQueryIntervalProfile:2 NtQueryIoCompletion:5 NtQueryLicenseValue:5
  NtQueryMultipleValueKey:6 NtQueryMutant:5 NtQueryOpenSubKeys:2 NtQueryOpenSubKeysEx:4 NtQueryPortInformationProcess:0
  NtQueryQuotaInformationFile:9 NtQuerySecurityAttributesToken:6 NtQuerySecurityObject:5 NtQuerySecurityPolicy:6 NtQuerySemaphore:5
  NtQuerySymbolicLinkObject:3 NtQuerySystemEnvironmentValue:4 NtQuerySystemEnvironmentValueEx:5 NtQuerySystemInformationEx:6
  NtQueryTimerResolution:3 NtQueryWnfStateData:6 NtQueryWnfStateNameInformation:5 NtQueueApcThreadEx:6 NtQueueApcThreadEx2:7
  NtRaiseException:3 NtRaiseHardError:6 NtReadOnlyEnlistment:2 NtRecoverEnlistment:2 NtRecoverResourceManager:1
  NtRecoverTransactionManager:1 NtRegisterProtocolAddressInformation:5 NtRegisterThreadTerminatePort:1 NtReleaseKeyedEvent:4
  NtReleaseWorkerFactoryWorker:1 NtRemoveIoCompletionEx:6 NtRemoveProcessDebug:2 NtRenameKey:2 NtRenameTransactionManager:2
  NtReplaceKey:3 NtReplacePartitionUnit:3 NtReplyWaitReplyPort:2 NtRequestPort:2 NtResetEvent:2 NtResetWriteWatch:3 NtRestoreKey:3
  NtResumeProcess:1 NtRevertContainerImpersonation:0 NtRollbackComplete:2 NtRollbackEnlistment:2 NtRollbackRegistryTransaction:2
  NtRollbackTransaction:2 NtRollforwardTransactionManager:2 NtSaveKey:2 NtSaveKeyEx:3 NtSaveMergedKeys:3 NtSecureConnectPort:9
  NtSerializeBoot:0 NtSetBootEntryOrder:2 NtSetBootOptions:2 NtSetCachedSigningLevel:5 NtSetCachedSigningLevel2:6 NtSetContextThread:2
  NtSetDebugFilterState:3 NtSetDefaultHardErrorPort:1 NtSetDefaultLocale:2 NtSetDefaultUILanguage:1 NtSetDriverEntryOrder:2
  NtSetEaFile:4 NtSetHighEventPair:1 NtSetHighWaitLowEventPair:1 NtSetIRTimer:2 NtSetInformationDebugObject:5
  NtSetInformationEnlistment:4 NtSetInformationJobObject:4 NtSetInformationKey:4 NtSetInformationResourceManager:4
  NtSetInformationSymbolicLink:4 NtSetInformationToken:4 NtSetInformationTransaction:4 NtSetInformationTransactionManager:4
  NtSetInformationVirtualMemory:6 NtSetInformationWorkerFactory:4 NtSetIntervalProfile:2 NtSetIoCompletion:5 NtSetIoCompletionEx:6
  NtSetLdtEntries:6 NtSetLowEventPair:1 NtSetLowWaitHighEventPair:1 NtSetQuotaInformationFile:4 NtSetSecurityObject:3
  NtSetSystemEnvironmentValue:2 NtSetSystemEnvironmentValueEx:5 NtSetSystemInformation:3 NtSetSystemPowerState:3 NtSetSystemTime:2
  NtSetThreadExecutionState:2 NtSetTimer2:4 NtSetTimerEx:4 NtSetTimerResolution:3 NtSetUuidSeed:1 NtSetVolumeInformationFile:5
  NtSetWnfProcessNotificationEvent:1 NtShutdownSystem:1 NtShutdownWorkerFactory:2 NtSignalAndWaitForSingleObject:4 NtSinglePhaseReject:2
  NtStartProfile:1 NtStopProfile:1 NtSubscribeWnfStateChange:4 NtSuspendProcess:1 NtSuspendThread:2 NtSystemDebugControl:6
  NtTerminateEnclave:2 NtTerminateJobObject:2 NtTestAlert:0 NtThawRegistry:0 NtThawTransactions:0 NtTraceControl:6 NtTranslateFilePath:4
  NtUmsThreadYield:1 NtUnloadDriver:1 NtUnloadKey:1 NtUnloadKey2:2 NtUnloadKeyEx:2 NtUnlockFile:5 NtUnlockVirtualMemory:4
  NtUnmapViewOfSectionEx:3 NtUnsubscribeWnfStateChange:1 NtUpdateWnfStateData:7 NtVdmControl:2 NtWaitForAlertByThreadId:2
  NtWaitForDebugEvent:4 NtWaitForKeyedEvent:4 NtWaitForWorkViaWorkerFactory:5 NtWaitHighEventPair:1 NtLoadKey3:8 NtWaitLowEventPair:1`;
